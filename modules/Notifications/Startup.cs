using ClientSuite.Modules;

namespace ClientSuite.Notifications;

internal sealed class Startup : StartupBase;
