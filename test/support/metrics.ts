/** A dataset that records what is written to it, to be given to the Worker as `METRICS`. */
export class RecordingDataset {
  readonly points: AnalyticsEngineDataPoint[] = [];

  writeDataPoint(point: AnalyticsEngineDataPoint = {}): void {
    this.points.push(point);
  }
}

/** A dataset that is out of order. */
export const FAILING_DATASET: AnalyticsEngineDataset = {
  writeDataPoint() {
    throw new Error("No dataset");
  },
};
