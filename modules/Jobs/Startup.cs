using ClientSuite.Modules;

namespace ClientSuite.Jobs;

internal sealed class Startup : StartupBase;
