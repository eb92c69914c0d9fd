// The gate's place inside the embedded registry. Verdaccio loads middleware plugins by folder and CommonJS only; this one adds no
// route: it hands Verdaccio's `auth` and `storage` to the function that the gate put into the plugin's configuration. The gate does
// not start unless that function was called (W5).
module.exports = (config) => ({
  register_middlewares(_app, auth, storage) {
    config.receive({ auth, storage });
  },
});
