using System.Globalization;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Hosting;

namespace ClientSuite.Tests.Crash;

/// <summary>A table to import, of which a hundredth is faulty and whose last rows are about the clients of the first ones. Another
/// number has other clients.</summary>
internal sealed record ImportFile(int Rows, int Repeated, int Number = 0)
{
    public int Faulty => Rows / 100;

    /// <summary>Clients it makes.</summary>
    public int Clients => Rows - Faulty - Repeated;

    /// <summary>What each client is called at the end, by document: the last row about a client has the last word.</summary>
    public Dictionary<string, string> Outcome
    {
        get
        {
            var outcome = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var n in Enumerable.Range(0, Rows).Where(n => !IsFaulty(n)))
            {
                outcome[Document(n)] = Name(n);
            }

            return outcome;
        }
    }

    public IEnumerable<int> FaultyLines => Enumerable.Range(0, Rows).Where(IsFaulty).Select(n => n + 2); // the header is line 1

    public byte[] Csv() => Tables.Csv(["nome,cpf,email", .. Enumerable.Range(0, Rows).Select(n => $"{Name(n)},{(IsFaulty(n) ? "111.111.111-11" : Document(n))},c{n}@queda.example")]);

    public string Name(int n) => string.Create(CultureInfo.InvariantCulture, $"Cliente {Number:D2}{n:D5}");

    private static bool IsFaulty(int n) => n % 100 == 99;

    private string Document(int n)
    {
        var sound = n - (n / 100); // of those before it, without the faulty
        return Documents.Cpf(200_000_000 + (Number * 1_000_000) + (sound >= Clients ? sound - Clients : sound));
    }
}
