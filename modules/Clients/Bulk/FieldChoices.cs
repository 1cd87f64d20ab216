using ClientSuite.Clients.Contracts;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Asks which field of many clients is changed and to what, and checks the value as the client's form does.</summary>
internal sealed class FieldChoices(TenantClock clock, IStringLocalizer texts)
{
    private const string Chosen = "field";

    /// <summary>Where the API sends the value; the dialog has one control for each field, named as the field.</summary>
    private const string Value = "value";

    public ClientBulkForm Ask(IReadOnlyDictionary<string, string> values) =>
        new("/Areas/Clients/Pages/Bulk/_Field.cshtml", new FieldChoice(FieldChange.Allowed, values.GetValueOrDefault(Chosen, FieldChange.Allowed[0]), values));

    /// <exception cref="RuleBrokenException">No such field, or no such value.</exception>
    public FieldChange Read(IReadOnlyDictionary<string, string> values)
    {
        if (values.GetValueOrDefault(Chosen) is not { } field || !FieldChange.Allowed.Contains(field))
        {
            throw new RuleBrokenException("clients.bulk.change.which", string.Join(", ", FieldChange.Allowed)) { Field = Chosen };
        }

        var text = values.GetValueOrDefault(field) ?? values.GetValueOrDefault(Value);
        var form = new ClientForm { TradeName = "-" };
        typeof(ClientForm).GetProperty(char.ToUpperInvariant(field[0]) + field[1..])!.SetValue(form, text); // every allowed field is one of the form
        var details = form.Read([], clock.Today, out var problems);
        return problems.Count == 0
            ? new FieldChange(field, ClientFields.All.First(f => f.Name == field).Get(details))
            : throw new RuleBrokenException(problems[0].Key, problems[0].Args) { Field = field };
    }

    /// <summary>"Origem: Site".</summary>
    public string Title(FieldChange change)
    {
        var shown = ClientFields.Shown(change.Field, change.Value, texts);
        return $"{texts["clients.field." + change.Field].Value}: {(shown.Length > 0 ? shown : texts["clients.bulk.change.empty"].Value)}";
    }
}

/// <summary>The fields on offer and what was entered.</summary>
internal sealed record FieldChoice(IReadOnlyList<string> Fields, string Field, IReadOnlyDictionary<string, string> Values)
{
    public string? Of(string field) => Values.GetValueOrDefault(field);
}
