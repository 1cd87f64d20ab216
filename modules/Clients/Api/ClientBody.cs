using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Values;

namespace ClientSuite.Clients;

/// <summary>A client as somebody sends it: only the members that are there count, null empties a field, read-only and unknown
/// ones are ignored. JSON merge patch, RFC 7396, over the details it starts from.</summary>
internal sealed class ClientBody
{
    private static readonly string[] AddressParts = ["postalCode", "street", "number", "complement", "district", "city", "state", "country"];

    private readonly Dictionary<string, JsonElement> _members;

    private ClientBody(Dictionary<string, JsonElement> members) => _members = members;

    /// <summary>Values of fields that admins added; null where the body has none.</summary>
    public JsonObject? Fields { get; private set; }

    /// <summary>When the client was made, where the body says it: recipes may, the API ignores it.</summary>
    public DateTime? CreatedUtc => _members.TryGetValue("createdUtc", out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTime(out var at)
        ? new DateTime(at.ToUniversalTime().Ticks / 10 * 10, DateTimeKind.Utc) : null;

    /// <summary>The body, or null where it is no JSON object.</summary>
    public static ClientBody? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement) : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException) // half a surrogate pair in a name
        {
            return null;
        }
    }

    public static ClientBody Of(JsonElement json) => Of(json, StringComparer.Ordinal);

    /// <param name="json">An object.</param>
    /// <param name="names">How its members' names compare.</param>
    public static ClientBody Of(JsonElement json, StringComparer names)
    {
        var members = new Dictionary<string, JsonElement>(names);
        foreach (var member in json.EnumerateObject())
        {
            members[member.Name] = member.Value.Clone();
        }

        if (members.Remove("address", out var address))
        {
            if (address.ValueKind == JsonValueKind.Object)
            {
                foreach (var part in address.EnumerateObject().Where(p => AddressParts.Contains(p.Name, names)))
                {
                    members["address." + part.Name] = part.Value.Clone();
                }
            }
            else
            {
                foreach (var part in AddressParts)
                {
                    members["address." + part] = address;
                }
            }
        }

        var body = new ClientBody(members);
        if (members.TryGetValue("fields", out var fields) && fields.ValueKind == JsonValueKind.Object && IsStorable(fields))
        {
            body.Fields = JsonNode.Parse(fields.GetRawText())!.AsObject(); // an object parses to one
        }

        return body;
    }

    /// <summary>Checks the body over <paramref name="start"/>. Problems name the members of the API.</summary>
    public bool TryRead(ClientDetails start, DateOnly today, out ClientDetails details, out IReadOnlyList<FieldProblem> problems)
    {
        var wrong = new List<FieldProblem>();
        var form = ClientForm.From(start);
        if (start.TradeName.Length == 0)
        {
            form.PersonKind = null; // told by the document unless the body says it
        }

        form.PersonKind = Text("personKind", form.PersonKind);
        form.TradeName = Text("tradeName", form.TradeName);
        form.LegalName = Text("legalName", form.LegalName);
        form.TaxId = Text("taxId", form.TaxId);
        (form.Email, form.OtherEmails) = Contacts("email", "emails", form.Email, form.OtherEmails, same: (a, b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase));
        (form.Phone, form.OtherPhones) = Contacts("phone", "phones", form.Phone, form.OtherPhones, SamePhone);
        form.PostalCode = Text("address.postalCode", form.PostalCode);
        form.Street = Text("address.street", form.Street);
        form.Number = Text("address.number", form.Number);
        form.Complement = Text("address.complement", form.Complement);
        form.District = Text("address.district", form.District);
        form.City = Text("address.city", form.City);
        form.State = Text("address.state", form.State);
        form.Country = Text("address.country", form.Country);
        form.BirthDate = Day("birthDate", form.BirthDate);
        form.Origin = Text("origin", form.Origin);
        form.Center = Text("center", form.Center);
        form.Blocked = Flag("blocked", form.Blocked);
        form.BlockedReason = Text("blockedReason", form.BlockedReason);
        if (_members.TryGetValue("fields", out var fields) && fields.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            wrong.Add(new("fields", "clients.error.type"));
        }
        else if (fields.ValueKind == JsonValueKind.Object && Fields is null)
        {
            wrong.Add(new("fields", "clients.error.text"));
        }

        details = form.Read([], today, out var found);
        problems = [.. wrong, .. found.Select(p => p with { Field = ApiName(p.Field) })];
        return problems.Count == 0;

        string? Text(string name, string? current)
        {
            if (!_members.TryGetValue(name, out var value))
            {
                return current;
            }

            switch (value.ValueKind)
            {
                case JsonValueKind.Null:
                    return null;
                case JsonValueKind.String when TryText(value, out var text):
                    return text;
                case JsonValueKind.Number when name == "address.number":
                    return value.GetRawText();
                default:
                    wrong.Add(new(name, value.ValueKind == JsonValueKind.String ? "clients.error.text" : "clients.error.type"));
                    return current;
            }
        }

        // Forms and files say days as people write them, the API in one form alone: 05/12 is a guess.
        string? Day(string name, string? current)
        {
            var text = Text(name, current);
            if (string.IsNullOrEmpty(text) || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                return text;
            }

            wrong.Add(new(name, "clients.error.date.api"));
            return current;
        }

        bool Flag(string name, bool current)
        {
            switch (_members.TryGetValue(name, out var value) ? value.ValueKind : JsonValueKind.Undefined)
            {
                case JsonValueKind.Undefined:
                    return current;
                case JsonValueKind.True:
                    return true;
                case JsonValueKind.False or JsonValueKind.Null:
                    return false;
                default:
                    wrong.Add(new(name, "clients.error.type"));
                    return current;
            }
        }

        (string?, string?) Contacts(string one, string many, string? first, string? others, Func<string, string, bool> same)
        {
            var hasOne = _members.ContainsKey(one);
            var single = Text(one, first);
            if (!_members.TryGetValue(many, out var value))
            {
                return (single, others);
            }

            if (value.ValueKind == JsonValueKind.Null)
            {
                return (hasOne ? single : null, null);
            }

            var list = new List<string>();
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 10)
            {
                wrong.Add(value.ValueKind == JsonValueKind.Array ? new(many, "clients.error.tooMany", 10) : new(many, "clients.error.type"));
                return (first, others);
            }

            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String || !TryText(item, out var text))
                {
                    wrong.Add(new(many, "clients.error.type"));
                    return (first, others);
                }

                list.Add(text);
            }

            if (hasOne && !string.IsNullOrWhiteSpace(single) && (list.Count == 0 || !same(single, list[0])))
            {
                wrong.Add(new(one, "clients.error.contacts", one, many));
                return (first, others);
            }

            return (list.FirstOrDefault() ?? "", string.Join('\n', list.Skip(1)));
        }
    }

    /// <summary>Merges sent fields into stored ones: null removes a field.</summary>
    public static JsonObject? Merge(string stored, JsonObject? sent)
    {
        if (sent is null)
        {
            return null;
        }

        var merged = JsonNode.Parse(stored)?.AsObject() ?? [];
        foreach (var (name, value) in sent)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = value.DeepClone();
            }
        }

        return merged;
    }

    internal static string ApiName(string field) => field switch
    {
        nameof(ClientForm.OtherEmails) => "emails",
        nameof(ClientForm.OtherPhones) => "phones",
        _ when AddressParts.Contains(Camel(field)) => "address." + Camel(field),
        _ => Camel(field),
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static bool SamePhone(string a, string b) =>
        (PhoneNumber.TryParse(a, out var x) ? x : a.Trim()) == (PhoneNumber.TryParse(b, out var y) ? y : b.Trim());

    /// <summary>PostgreSQL's jsonb holds neither U+0000, which a recipe may bring, nor half a surrogate pair.</summary>
    private static bool IsStorable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(m => !m.Name.Contains('\0') && IsStorable(m.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsStorable),
        JsonValueKind.String => TryText(value, out var text) && !text.Contains('\0'),
        _ => true,
    };

    /// <summary>Half a surrogate pair, escaped in JSON, cannot be read as a text.</summary>
    private static bool TryText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }
}
