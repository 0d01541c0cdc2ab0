/** Which row a view shows. */
export type RowName = readonly [entity: string, id: string];

const shown = new WeakMap<object, RowName>();

/** Notes which row a view shows, so that a stored reply can name the row instead of holding it. */
export const noteShownRow = (view: object, entity: string, id: string): void => {
  shown.set(view, [entity, id]);
};

/** The row that a view of this isolate shows; undefined for any other object. */
export const shownRow = (view: object): RowName | undefined => shown.get(view);
