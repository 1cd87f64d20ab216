using ClientSuite.Modules;

[assembly: Module("Email", Name = "E-mail", Description = "Sends e-mails, keeps what was sent, and lets the tenant write their words.", Category = "Communication", IsAlwaysEnabled = true)]
