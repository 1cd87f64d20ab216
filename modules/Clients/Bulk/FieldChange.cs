using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Clients.Contracts;

namespace ClientSuite.Clients;

/// <summary>One field of many clients gets one value.</summary>
/// <param name="Field">Name in the API.</param>
/// <param name="Value">The value as stored; empty empties it.</param>
internal sealed record FieldChange(string Field, string Value)
{
    public const string ActionId = "change";

    /// <summary>What makes sense for many: never names, documents, e-mails or telephones; a block has its own action.</summary>
    public static IReadOnlyList<string> Allowed { get; } = ["origin", "center", "postalCode", "street", "complement", "district", "city", "state", "country"];

    /// <summary>Its states are the ones that can be chosen: who lives elsewhere keeps another country's.</summary>
    private const string Brazil = "BR";

    public static FieldChange Parse(string json) => JsonSerializer.Deserialize<FieldChange>(json) ?? throw new InvalidOperationException("No change was kept.");

    [JsonIgnore]
    public BulkAction Action => new(ActionId, Permissions.Edit, "updated", IsDone, (c, _) => Apply(c, Value), (c, old) => Apply(c, ClientFields.Stored(Field, old[Field])))
    {
        Fits = (client, values) => Get(client) == ClientFields.Stored(Field, values[Field]),
    };

    public override string ToString() => JsonSerializer.Serialize(this);

    private ClientField Known => ClientFields.All.First(f => f.Name == Field);

    private string Get(Client client) => Known.Get(client.Details);

    private ClientChanged? Apply(Client client, string value)
    {
        if (client.IsDeleted || client.AnonymizedUtc is not null || Get(client) == value || (Field == "state" && client.Country != Brazil))
        {
            return null;
        }

        client.Apply(ClientFields.With(client.Details, Field, value));
        return new ClientChanged(client.Id, client.ContentItemId, [Field]);
    }

    private Expression<Func<Client, bool>> IsDone
    {
        get
        {
            var value = Value;
            return Field switch
            {
                "origin" => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.Origin == value,
                "center" => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.Center == value,
                "city" => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.City == value,
                "district" => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.District == value,
                "postalCode" => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.PostalCode == value,
                "street" => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.Street == value,
                "complement" => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.Complement == value,
                "country" => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.Country == value,
                _ => c => c.DeletedUtc != null || c.AnonymizedUtc != null || c.State == value || c.Country != Brazil,
            };
        }
    }
}
