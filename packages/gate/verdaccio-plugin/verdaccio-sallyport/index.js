// The gate's place inside the embedded registry. Verdaccio loads middleware plugins by folder and CommonJS only; this one adds no
// route: it puts the gate's check of accounts behind Verdaccio's own authentication, and hands Verdaccio's `auth` and `storage` to the
// function that the gate put into the plugin's configuration. The gate does not start unless that function was called (W5).
module.exports = (config) => ({
  register_middlewares(app, auth, storage) {
    app.use(config.admit);
    config.receive({ auth, storage });
  },
});
