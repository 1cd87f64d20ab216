namespace ClientSuite.Addresses;

/// <summary>Configuration under <c>ClientSuite:PostalCodes</c>.</summary>
internal sealed class PostalCodeOptions
{
    /// <summary>Address of a service that answers as ViaCEP does, with <c>{0}</c> for the eight digits; empty turns the lookup off.</summary>
    public string Url { get; set; } = "https://viacep.com.br/ws/{0}/json/";

    /// <summary>How long somebody waits for it.</summary>
    public int TimeoutSeconds { get; set; } = 3;
}
