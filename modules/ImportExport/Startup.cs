using ClientSuite.Modules;

namespace ClientSuite.ImportExport;

internal sealed class Startup : StartupBase;
