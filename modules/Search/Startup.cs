using ClientSuite.Modules;

namespace ClientSuite.Search;

internal sealed class Startup : StartupBase;
