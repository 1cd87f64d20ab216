using ClientSuite.Tests.Browser;
using ClientSuite.Tests.Hosting;
using Xunit;

[assembly: AssemblyFixture(typeof(TestHost))]
[assembly: AssemblyFixture(typeof(Chromium))]
