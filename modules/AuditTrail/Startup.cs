using ClientSuite.Modules;

namespace ClientSuite.AuditTrail;

internal sealed class Startup : StartupBase;
