using ClientSuite.Modules;

[assembly: Module("Acme.Sample", Name = "Acme.Sample", Description = "What it does, in a sentence.", Category = "Partners")]
