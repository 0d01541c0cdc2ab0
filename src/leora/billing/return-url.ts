const ALLOWED = /^(?:https|leora):\/\/[^\s/]\S*$/i;

/** True for a URL that a checkout may send its user back to: a page, or a place in the app. */
export const isReturnUrl = (text: string): boolean => ALLOWED.test(text) && URL.canParse(text);
