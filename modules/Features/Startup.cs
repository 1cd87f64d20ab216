using ClientSuite.Modules;

namespace ClientSuite.Features;

internal sealed class Startup : StartupBase;
