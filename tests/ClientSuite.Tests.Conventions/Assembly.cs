using ClientSuite.Tests.Hosting;
using Xunit;

[assembly: AssemblyFixture(typeof(TestHost))]
