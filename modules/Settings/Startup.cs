using ClientSuite.Modules;

namespace ClientSuite.Settings;

internal sealed class Startup : StartupBase;
