using ClientSuite.Modules;

[assembly: Module("AuditTrail", Name = "AuditTrail", Description = "The history of all changes, sign-ins and downloads.", Category = "Administration")]
