namespace ClientSuite.Access;

/// <summary>Who works in this scope. Scoped. In jobs there is nobody, and every question about permission answers true.</summary>
public interface ICurrentUser
{
    /// <summary>Id of the user; null for nobody.</summary>
    long? Id { get; }

    /// <summary>Display name; null for nobody.</summary>
    string? Name { get; }

    /// <summary>True when the user has the permission, in person or implied; a token never has more than its user. A client's user has
    /// those alone whose name begins with <see cref="PortalAccess.Prefix"/>, and staff have none of them.</summary>
    bool Has(string permission);
}
