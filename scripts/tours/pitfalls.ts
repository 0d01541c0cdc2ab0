// What works in a script and fails when it is pasted into somebody's terminal.

const PITFALLS: readonly [pattern: RegExp, why: string][] = [
  [/(^|\s)#/, "zsh takes no comments in a terminal"],
  [/!/, "a terminal may take `!` for a command of its history"],
  [/<[a-zA-Z]+>/, "a placeholder cannot be pasted: keep the value in a variable"],
  [/\b(jq|python3?|tee)\b/, "a reader has Node.js, curl and a shell"],
];
/** What zsh looks up among files, or refuses when there is none. */
const GLOB = /[?*[]/;
const QUOTED = /'[^']*'|"(?:[^"\\]|\\.)*"/g;

/** `line: what is wrong` for each place in commands that begin in this line. */
export function pitfallsOf(commands: string, first: number): string[] {
  const places = commands
    .split("\n")
    .flatMap((line, index) =>
      PITFALLS.filter(([pattern]) => pattern.test(line)).map(([, why]) => `${first + index}: ${why}`),
    );
  // What a function is made of is not pasted into a request.
  const requests = commands.split("\n").filter((line) => !/^\w+\(\) \{/.test(line));
  const bare = requests.join("\n").replaceAll(QUOTED, "");
  return GLOB.test(bare) ? [...places, `${first}: zsh takes ? * and [ outside of quotes for file names`] : places;
}
