/** So much of WeChat's runtime as is used, from its documentation; no name of a browser is known here. */

declare function setTimeout(then: () => void, milliseconds: number): number;

// The client names these for those that have them; a mini-program has none, and gives it others.
declare const fetch: never;
declare const crypto: { randomUUID(): string };
interface AbortSignal {
  readonly aborted: boolean;
}

interface Failed {
  readonly errMsg: string;
}

interface Done {
  success?(): void;
  fail?(error: Failed): void;
}

interface RequestAnswer {
  readonly statusCode: number;
  readonly data: string | ArrayBuffer | object;
  readonly header: Readonly<Record<string, string>>;
}

declare const wx: {
  request(asked: {
    url: string;
    method: "GET" | "POST" | "PUT" | "DELETE";
    header: Record<string, string>;
    data?: string;
    dataType: "text";
    timeout: number;
    success(answer: RequestAnswer): void;
    fail(error: Failed): void;
  }): void;
  getAppBaseInfo(): { readonly language?: string };
  setNavigationBarTitle(asked: Done & { title: string }): void;
  setTabBarItem(asked: Done & { index: number; text: string }): void;
  login(asked: { success(answer: { code: string }): void; fail(error: Failed): void }): void;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: unknown): void;
  removeStorageSync(key: string): void;
  navigateTo(asked: Done & { url: string }): void;
  redirectTo(asked: Done & { url: string }): void;
  reLaunch(asked: Done & { url: string }): void;
  stopPullDownRefresh(asked: Done): void;
  getScreenBrightness(asked: { success(answer: { value: number }): void; fail(error: Failed): void }): void;
  setScreenBrightness(asked: Done & { value: number }): void;
  setKeepScreenOn(asked: Done & { keepScreenOn: boolean }): void;
  showModal(asked: {
    title: string;
    content: string;
    confirmText: string;
    cancelText: string;
    success(answer: { confirm: boolean }): void;
    fail(error: Failed): void;
  }): void;
  requestPayment(asked: {
    timeStamp: string;
    nonceStr: string;
    package: string;
    signType: "MD5" | "HMAC-SHA256" | "RSA";
    paySign: string;
    success(): void;
    fail(error: Failed): void;
  }): void;
};

interface Tap {
  readonly currentTarget: { readonly dataset: Readonly<Record<string, string | undefined>> };
}

interface Switched {
  readonly detail: { readonly value: boolean };
}

interface Shared {
  title: string;
  path: string;
  imageUrl?: string;
}

interface Life {
  onLoad?(query: Readonly<Record<string, string | undefined>>): void;
  onShow?(): void;
  onHide?(): void;
  onUnload?(): void;
  onPullDownRefresh?(): void;
  onReachBottom?(): void;
  onShareAppMessage?(): Shared;
}

interface Shown<Data extends object> {
  readonly data: Data;
  setData(changes: Partial<Data>): void;
}

declare function Page<Data extends object, Own extends object>(
  page: { data: Data } & Life & Own & ThisType<Shown<Data> & Own>,
): void;

declare function App(app: object): void;
