using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.Data;
using ClientSuite.Values;

namespace ClientSuite.ClientUsers;

/// <summary>A user's account at one client. The identity, with its one password, is the platform's user of kind portal: one per tenant and
/// e-mail, whatever the number of accounts (A18).</summary>
internal sealed class ClientMembership : ContentItem, IClientRecord, ISearchable
{
    /// <summary>Type of record in history.</summary>
    public const string RecordType = "ClientUsers.Membership";

    public const int TopLevel = 6;

    [NoHistory]
    public long ClientId { get; private set; }

    [NoHistory]
    public long UserId { get; private set; }

    /// <summary>What this client calls the user.</summary>
    [MaxLength(200)]
    public string Name { get; private set; } = "";

    /// <summary>The identity's e-mail.</summary>
    [MaxLength(EmailAddress.MaxLength)]
    public string Email { get; private set; } = "";

    /// <summary>The first user: has every permission, and grants the others theirs.</summary>
    public bool IsOwner { get; private set; }

    /// <summary>False: signs in and sees only the message (003-68 to 003-70).</summary>
    public bool IsEnabled { get; private set; } = true;

    /// <summary>When the code of the first sign-in was given, UTC; null before (A2).</summary>
    [NoHistory]
    public DateTime? VerifiedUtc { get; private set; }

    /// <summary>Permissões gerais: names, a JSON array.</summary>
    public string Permissions { get; private set; } = "[]";

    /// <summary>Permissões chat: 1 to 6, 0 for none.</summary>
    public int ChatLevel { get; private set; }

    public long? HistoryClientId => ClientId;

    public IReadOnlyList<string> Granted => JsonSerializer.Deserialize<string[]>(Permissions) ?? [];

    public SearchText GetSearchText() => Found(Name, Email);

    public static SearchText Found(string name, string email) => new(name, [email]);

    /// <summary>A user begins with Chat at level 6 and the contacts' phone numbers (001-45, 001-46, 003-72); the first one has everything
    /// besides, granted or not (003-71).</summary>
    public static ClientMembership Create(long clientId, long userId, string name, string email, bool isOwner) => new()
    {
        ClientId = clientId,
        UserId = userId,
        Name = name,
        DisplayText = name,
        Email = email,
        IsOwner = isOwner,
        Permissions = JsonSerializer.Serialize(new[] { PortalPermissions.Chat, PortalPermissions.ViewPhones }),
        ChatLevel = TopLevel,
    };

    /// <summary>Goes along when its client is merged into another, never as the first user: that client has its own.</summary>
    public void MoveToClient(long clientId, bool isOwner)
    {
        ClientId = clientId;
        IsOwner = isOwner;
    }

    public void Rename(string name)
    {
        Name = name;
        DisplayText = name;
    }

    /// <summary>A new address must be proved anew.</summary>
    public void MoveTo(string email)
    {
        if (!Email.Equals(email, StringComparison.OrdinalIgnoreCase))
        {
            VerifiedUtc = null;
        }

        Email = email;
    }

    public void Enable(bool isEnabled) => IsEnabled = isEnabled;

    public void Verify(DateTime now) => VerifiedUtc ??= now;

    public void Grant(IEnumerable<string> permissions)
    {
        NotTheFirst();
        Permissions = JsonSerializer.Serialize(permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    public void GrantChat(int level)
    {
        NotTheFirst();
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, TopLevel);
        ChatLevel = level;
    }

    public void MakeFirst() => IsOwner = true;

    /// <summary>Hands the part of the first user over; what was granted before is in force again.</summary>
    public void StepDown() => IsOwner = false;

    /// <summary>Takes the account away; the identity stays (A12).</summary>
    public void Remove(DateTime now, bool isAlone)
    {
        if (IsOwner && !isAlone)
        {
            throw new RuleBrokenException("clientusers.remove.first");
        }

        DeletedUtc ??= now;
    }

    private void NotTheFirst()
    {
        if (IsOwner)
        {
            throw new RuleBrokenException("clientusers.permissions.first");
        }
    }
}
