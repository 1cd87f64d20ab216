using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClientSuite.Clients;

/// <summary>A client in the API.</summary>
internal sealed record ClientJson
{
    public string Id { get; init; } = "";
    public string ContentItemId { get; init; } = "";
    public string PersonKind { get; init; } = "";
    public string TradeName { get; init; } = "";
    public string LegalName { get; init; } = "";
    public string TaxId { get; init; } = "";
    public string Email { get; init; } = "";
    public IReadOnlyList<string> Emails { get; init; } = [];
    public string Phone { get; init; } = "";
    public IReadOnlyList<string> Phones { get; init; } = [];
    public AddressJson Address { get; init; } = new();
    public DateOnly? BirthDate { get; init; }
    public string Origin { get; init; } = "";
    public string Center { get; init; } = "";
    public bool Blocked { get; init; }
    public string BlockedReason { get; init; } = "";

    /// <summary>Read-only: <c>active</c> while there is an active plan.</summary>
    public string Status { get; init; } = "inactive";

    public DateTime CreatedUtc { get; init; }
    public DateTime ModifiedUtc { get; init; }
    public DateTime? LastLoginUtc { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? DeletedUtc { get; init; }

    public int Version { get; init; }
    public JsonElement Fields { get; init; } = NoFields;

    /// <summary>Objects of other modules (<see cref="Contracts.IClientObject"/>).</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Contributed { get; set; } // generated serialisers can not set extension data at construction

    private static JsonElement NoFields { get; } = JsonDocument.Parse("{}").RootElement.Clone();

    public static ClientJson Of(ClientRow row) => new()
    {
        Id = row.Id.ToString(CultureInfo.InvariantCulture),
        ContentItemId = row.ContentItemId,
        PersonKind = ClientFields.JsonName(row.PersonKind),
        TradeName = row.TradeName,
        LegalName = row.LegalName,
        TaxId = row.TaxId,
        Email = row.Email,
        Emails = new TextList(row.Emails).All,
        Phone = row.Phone,
        Phones = new TextList(row.Phones).All,
        Address = new AddressJson
        {
            PostalCode = row.PostalCode,
            Street = row.Street,
            Number = row.Number,
            Complement = row.Complement,
            District = row.District,
            City = row.City,
            State = row.State,
            Country = row.Country,
        },
        BirthDate = row.BirthDate,
        Origin = row.Origin,
        Center = row.Center,
        Blocked = row.Blocked,
        BlockedReason = row.BlockedReason,
        CreatedUtc = row.CreatedUtc,
        ModifiedUtc = row.ModifiedUtc,
        LastLoginUtc = row.LastLoginUtc,
        DeletedUtc = row.DeletedUtc,
        Version = row.Version,
        Fields = row.Fields.Length <= 2 ? NoFields : Parse(row.Fields),
    };

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

/// <summary>An address in the API.</summary>
internal sealed record AddressJson
{
    public string PostalCode { get; init; } = "";
    public string Street { get; init; } = "";
    public string Number { get; init; } = "";
    public string Complement { get; init; } = "";
    public string District { get; init; } = "";
    public string City { get; init; } = "";
    public string State { get; init; } = "";
    public string Country { get; init; } = "";
}

/// <summary>A page of the list in the API.</summary>
internal sealed record ClientJsonPage
{
    public IReadOnlyList<ClientJson> Items { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Total { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? TotalIsCapped { get; init; }

    public int Page { get; init; }
    public int PageSize { get; init; }

    /// <summary>Cursor of the next page; null on the last.</summary>
    public string? Next { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ClientJson))]
[JsonSerializable(typeof(ClientJsonPage))]
[JsonSerializable(typeof(MergeAnswer))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
internal sealed partial class ClientJsonContext : JsonSerializerContext
{
    /// <summary>Accents as they are: the answers are JSON, never put into HTML.</summary>
    public static ClientJsonContext Plain { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
