export interface Config {
  app?: {
    /**
     * How people sign in: `development` by a click, which the backend refuses in production; `microsoft` with
     * Microsoft Entra ID. Default: `development`.
     * @visibility frontend
     */
    signIn?: 'development' | 'microsoft';
  };
}
