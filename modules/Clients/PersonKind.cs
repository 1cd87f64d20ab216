namespace ClientSuite.Clients;

/// <summary>What the client is before the law. Stored by name; <c>natural</c> and <c>legal</c> in the API.</summary>
internal enum PersonKind
{
    /// <summary>A person: CPF.</summary>
    Natural,

    /// <summary>A company: CNPJ.</summary>
    Legal,
}
