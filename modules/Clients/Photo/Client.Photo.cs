using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;

namespace ClientSuite.Clients;

internal sealed partial class Client
{
    /// <summary>Key of the photo in the storage; empty for none.</summary>
    [NoHistory, MaxLength(26)]
    public string PhotoKey { get; private set; } = "";

    /// <summary>Shows another photo; empty shows none.</summary>
    public void ShowPhoto(string key) => PhotoKey = key;
}
