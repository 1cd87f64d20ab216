using ClientSuite.Modules;

namespace ClientSuite.Recipes;

internal sealed class Startup : StartupBase;
