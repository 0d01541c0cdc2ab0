// Imported into the Node processes of a process group (process-group.ts): when whoever started one of them is gone, even
// killed, the whole group ends. The channel to the one who started it closes then.
process.once("disconnect", () => process.kill(0, "SIGTERM"));
// Waiting for that is no reason to stay.
process.channel?.unref();
