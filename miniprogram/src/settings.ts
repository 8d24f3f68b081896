/** What a brand fills in before it builds; the appid stands in project.config.json. */

export interface Settings {
  /** Where Siyu answers, without a slash at the end; also in the mini-program's list of request domains. */
  readonly baseUrl: string;
  /** The corp's key, as the stack knows it. */
  readonly corp: string;
  /** A picture of a live code, by which somebody who is no friend of the staff yet adds one; '' for none. */
  readonly friendPicture: string;
}

export const settings: Settings = {
  baseUrl: "https://q.example.com",
  corp: "demo",
  friendPicture: "",
};
