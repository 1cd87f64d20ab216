namespace ClientSuite.Addresses;

/// <summary>Finds the address of a postal code, to spare people typing. Never needed: without an answer the form is filled in by hand.</summary>
public interface IAddressLookup
{
    /// <summary>The address of a Brazilian postal code, or <see cref="FoundAddress.Unknown"/>. Null for a text that is none, and whenever the
    /// service is off, slow or broken: then a warning is in the log, and nothing is thrown.</summary>
    /// <param name="postalCode">In any notation.</param>
    /// <param name="cancel">Cancels.</param>
    Task<FoundAddress?> FindAsync(string? postalCode, CancellationToken cancel);
}

/// <summary>What a postal code says about an address. Texts are never null; empty where a code stands for a whole city.</summary>
/// <param name="Street">Logradouro.</param>
/// <param name="District">Bairro.</param>
/// <param name="City">Cidade.</param>
/// <param name="State">UF, two letters.</param>
public sealed record FoundAddress(string Street, string District, string City, string State)
{
    /// <summary>What the service says of a code that nobody has.</summary>
    public static readonly FoundAddress Unknown = new("", "", "", "");

    /// <summary>True for <see cref="Unknown"/>.</summary>
    public bool IsUnknown => City.Length == 0;
}
