using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace ClientSuite.Tests.Conventions;

public sealed partial class ModuleTests
{
    [Fact]
    public void A_modules_references_are_its_manifests_dependencies()
    {
        var wrong = new List<string>();
        foreach (var module in Repository.Modules)
        {
            var project = XDocument.Load(Path.Combine(module.Path, module.Name + ".csproj"));
            var referenced = project.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(((string?)r.Attribute("Include") ?? "").Replace('\\', '/'))).Order(StringComparer.Ordinal);
            var owners = module.Manifest.Dependencies.Concat(module.Manifest.OptionalDependencies)
                .Select(feature => Repository.Modules.FirstOrDefault(m => feature == m.Name || feature.StartsWith(m.Name + ".", StringComparison.Ordinal))?.Name ?? feature).Distinct().Order(StringComparer.Ordinal);
            if (!referenced.SequenceEqual(owners))
            {
                wrong.Add($"{module}: references {string.Join(' ', referenced)}; manifest {string.Join(' ', owners)}");
            }
        }

        Nothing.In(wrong);
    }

    [Fact]
    public void Modules_depend_on_each_other_without_a_cycle()
    {
        var depends = Repository.Modules.ToDictionary(m => m.Name, m => m.Manifest.Dependencies.Concat(m.Manifest.OptionalDependencies).Select(d => d.Split('.')[0]).ToArray(), StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        void Visit(string name, List<string> path)
        {
            Assert.False(path.Contains(name), string.Join(" -> ", path.Append(name)));
            if (done.Contains(name))
            {
                return;
            }

            foreach (var next in depends.GetValueOrDefault(name) ?? [])
            {
                Visit(next, [.. path, name]);
            }

            done.Add(name);
        }

        Assert.All(depends.Keys, name => Visit(name, []));
    }

    [Fact]
    public void No_two_migrations_of_a_module_have_one_id()
    {
        var twice = Repository.Modules.SelectMany(m => m.Assembly.GetTypes().Select(t => (Module: m.Name, Id: t.GetCustomAttribute<ClientSuite.Data.MigrationAttribute>()?.Id)).Where(t => t.Id is not null)
            .GroupBy(t => t).Where(g => g.Count() > 1).Select(g => $"{g.Key.Module} {g.Key.Id}")); // the second would be skipped in silence
        Nothing.In(twice);
    }

    [Fact]
    public void A_module_refers_to_abstractions_and_its_dependencies_alone()
    {
        var wrong = Repository.Modules.SelectMany(m => m.Assembly.GetReferencedAssemblies()
            .Select(a => a.Name ?? "").Where(a => a.StartsWith("ClientSuite.", StringComparison.Ordinal) && a != "ClientSuite.Abstractions"
                && !m.Manifest.Dependencies.Concat(m.Manifest.OptionalDependencies).Any(d => "ClientSuite." + d.Split('.')[0] == a))
            .Select(a => $"{m} -> {a}"));
        Nothing.In(wrong);
    }

    [Fact]
    public void Only_contracts_are_public() => Nothing.In(Repository.Modules.SelectMany(m => m.Assembly.GetExportedTypes()
        .Where(t => t.Namespace != $"ClientSuite.{m.Name}.Contracts" && !IsGenerated(t))
        .Select(t => t.FullName)));

    [Fact]
    public void Every_module_opens_the_same_way() => Nothing.In(Repository.Modules.SelectMany(m =>
        new[] { "Manifest.cs", "Startup.cs", "README.md", "Texts/pt-BR.json", "Texts/en.json", "Texts/es.json" }
            .Where(f => !File.Exists(Path.Combine(m.Path, f))).Select(f => $"{m}/{f} is missing")));

    [Fact]
    public void Tag_helpers_and_view_components_live_in_abstractions() => Nothing.In(Repository.Modules.SelectMany(m => m.Assembly.GetTypes()
        .Where(t => !IsGenerated(t) && (typeof(ITagHelper).IsAssignableFrom(t) || typeof(ViewComponent).IsAssignableFrom(t) || t.IsDefined(typeof(ViewComponentAttribute))))
        .Select(t => t.FullName)));

    [Fact]
    public void No_module_hosts_services_of_its_own() =>
        Nothing.In(Repository.Modules.SelectMany(m => m.Assembly.GetTypes().Where(t => typeof(IHostedService).IsAssignableFrom(t)).Select(t => t.FullName)));

    [Fact]
    public void No_module_goes_round_the_platform()
    {
        var wrong = from module in Repository.Modules
                    from file in module.Files(".cs")
                    from line in File.ReadLines(file).Select((text, at) => (text, at))
                    where Banned().IsMatch(line.text)
                    select $"{Repository.Name(file)}:{line.at + 1}: {line.text.Trim()}";
        Nothing.In(wrong);
    }

    /// <summary>A static that can be written after start-up keeps one tenant's data for the next.</summary>
    [Fact]
    public void No_module_keeps_state_in_statics() => Nothing.In(Repository.Modules.SelectMany(m => m.Assembly.GetTypes()
        .Where(t => !t.Name.Contains('<', StringComparison.Ordinal) && !IsGenerated(t))
        .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(f => !f.IsLiteral && !f.Name.Contains("__", StringComparison.Ordinal) && !f.IsDefined(typeof(CompilerGeneratedAttribute)) && (!f.IsInitOnly || Mutable().IsMatch(f.FieldType.FullName ?? "")))
        .Select(f => $"{f.DeclaringType?.FullName}.{f.Name}")));

    private static bool IsGenerated(Type type) => type.Name.Contains('<', StringComparison.Ordinal) || type.FullName?.StartsWith("AspNetCoreGeneratedDocument", StringComparison.Ordinal) == true
        || type.GetCustomAttributesData().Any(a => a.AttributeType.FullName is "System.CodeDom.Compiler.GeneratedCodeAttribute" or "System.Runtime.CompilerServices.CompilerGeneratedAttribute")
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    [GeneratedRegex(@"\b(IMemoryCache|IHostedService|BackgroundService|ExecuteUpdate(Async)?|ExecuteDelete(Async)?|FromSqlRaw|ExecuteSql(Raw|Interpolated)?(Async)?)\b")]
    private static partial Regex Banned();

    [GeneratedRegex(@"^System\.Collections\.(Concurrent\.|Generic\.(Dictionary|List|HashSet|Queue|Stack))|MemoryCache|ConditionalWeakTable")]
    private static partial Regex Mutable();
}
