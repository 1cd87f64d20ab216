using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Tests.ClientUsers;
using ClientSuite.Tests.Crash;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Privacy;

/// <summary>A person about whom every module holds something.</summary>
internal sealed record Person(string Id, string Name, string Cpf, string Email, string Phone, string User)
{
    /// <summary>What must be found nowhere once the person is nobody.</summary>
    public IReadOnlyList<string> Marks => [Name, Cpf, Email, Phone, "Rua do Sumiço", "zaragatoa", "1987-04-03"];
}

internal static class PrivacyFixture
{
    private static int _people = 610_000_000;

    public static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);

    /// <summary>Makes a person with a record, notes, documents, a portal user, mails and changes in the history.</summary>
    public static async Task<Person> AddPersonAsync(this ApiClient api)
    {
        var number = Interlocked.Increment(ref _people);
        var name = $"Zacarias Zimbório {number}";
        var email = $"zaca{number}@sumir.example";
        var phone = "+55119" + (80_000_000 + (number % 1_000_000)).ToString(CultureInfo.InvariantCulture);
        var cpf = Documents.Cpf(number);
        var id = await api.CreateClientAsync(new
        {
            personKind = "natural",
            tradeName = name,
            legalName = name,
            taxId = cpf,
            email,
            phone,
            birthDate = "1987-04-03",
            address = new { street = "Rua do Sumiço", number = "77", city = "Campinas", state = "SP" },
            origin = "Indicação",
        });
        (await api.PatchAsync("clients/" + id, new { address = new { complement = "Fundos, zaragatoa" } })).Is(HttpStatusCode.OK);
        (await api.PostAsync($"clients/{id}/notes", new { text = "Nota interna: zaragatoa", keywords = "zaragatoa" })).Is(HttpStatusCode.Created);
        (await api.PostAsync($"clients/{id}/comments", new { text = "Comentário visível zaragatoa", isPrivate = false })).Is(HttpStatusCode.Created);
        (await api.PostAsync($"clients/{id}/alerts", new { type = "payment", description = "Alerta zaragatoa" })).Is(HttpStatusCode.Created);
        foreach (var text in new[] { "um zaragatoa", "dois zaragatoa" })
        {
            (await api.SendAsync(HttpMethod.Post, $"clients/{id}/documents?name=Contrato%20{number}.txt", new ByteArrayContent(Encoding.UTF8.GetBytes(text)))).Is(HttpStatusCode.Created);
        }

        var user = (await api.PostAsync($"clients/{id}/users", new { name, email, password = Portal.Password })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>(); // a user has an id
        return new Person(id, name, cpf, email, phone, user);
    }

    /// <summary>Waits until an operation ended well.</summary>
    public static Task EndsWellAsync(this ApiClient api, string operation) => Eventually.HoldsAsync(async () =>
    {
        var now = (await api.GetAsync("operations/" + operation)).Is(HttpStatusCode.OK);
        var state = now["state"]!.GetValue<string>(); // an operation has a state
        Assert.True(state != nameof(OperationState.Failed).ToLowerInvariant(), now.Json?.ToJsonString());
        return state == "succeeded";
    });

    /// <summary>Asks for an export and answers its file.</summary>
    public static async Task<(byte[] Zip, JsonNode Export)> ExportAsync(this ApiClient api, string client, bool withNotes = false)
    {
        var begun = (await api.PostAsync($"clients/{client}/privacy/exports", new { includeInternalNotes = withNotes, days = 2 })).Is(HttpStatusCode.Accepted);
        await api.EndsWellAsync(begun["operationId"]!.GetValue<string>()); // an export has an operation
        var export = (await api.GetAsync($"clients/{client}/privacy/exports")).Is(HttpStatusCode.OK).Json!.AsArray()[0]!; // just made
        using var http = new HttpClient(); // nobody is signed in
        return (await http.GetByteArrayAsync(export["url"]!.GetValue<string>()), export); // it is ready
    }

    /// <summary>Every text that stands anywhere in the tenant's database, with its table.</summary>
    public static async Task<IReadOnlyList<(string Table, string Text)>> AllTextsAsync(TenantDb db)
    {
        var texts = new List<(string, string)>();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        foreach (var table in await TablesAsync(connection, db.IsSqlite))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    var value = await reader.IsDBNullAsync(column) ? null : reader.GetValue(column);
                    if (value is string text)
                    {
                        // JSON writes some letters by their number.
                        texts.Add((table, text.Contains("\\u", StringComparison.Ordinal) ? Regex.Replace(text, @"\\u([0-9a-fA-F]{4})", m => ((char)int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(), RegexOptions.None, TimeSpan.FromSeconds(1)) : text));
                    }
                    else if (value is DateOnly or DateTime { TimeOfDay.Ticks: 0 })
                    {
                        texts.Add((table, Convert.ToDateTime(value is DateOnly day ? day.ToDateTime(TimeOnly.MinValue) : value, CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                    }
                }
            }
        }

        return texts;
    }

    private static async Task<List<string>> TablesAsync(DbConnection connection, bool isSqlite)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = isSqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%Fts_%'" : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
