using ClientSuite.Modules;

namespace ClientSuite.Tenants;

internal sealed class Startup : StartupBase;
