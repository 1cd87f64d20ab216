using ClientSuite.Modules;

[assembly: Module("Users", Name = "Users", Description = "Sign-in, profile, users, roles and API tokens.", Category = "Administration", IsAlwaysEnabled = true)]
