using System.IO.Compression;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;
using ClientSuite.Spreadsheets;
using ClientSuite.Tests.Hosting;

namespace ClientSuite.Tests.Clients;

/// <summary>Files as people upload them, sound and wicked.</summary>
internal static class Tables
{
    /// <summary>UTF-8, comma, one line each.</summary>
    public static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n");

    /// <summary>A workbook of texts, as our own export writes it.</summary>
    public static async Task<byte[]> XlsxAsync(string[] header, params string[][] rows)
    {
        using var file = new MemoryStream();
        var pipe = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
        await using (var writer = new XlsxWriter(pipe, "Clientes", [.. header.Select(h => new TableColumn(h))]))
        {
            foreach (var row in rows)
            {
                foreach (var cell in row)
                {
                    writer.Write(cell);
                }

                await writer.EndRowAsync(CancellationToken.None);
            }

            await writer.CompleteAsync(CancellationToken.None);
        }

        await pipe.CompleteAsync();
        return file.ToArray();
    }

    /// <summary>A small workbook whose sheet unpacks to a hundred megabytes of blanks.</summary>
    public static byte[] Bomb()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>""");
            Write("xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>""");
            Write("xl/worksheets/sheet1.xml", new string(' ', 100_000_000));

            void Write(string name, string content)
            {
                using var part = new StreamWriter(zip.CreateEntry(name).Open());
                part.Write(content);
            }
        }

        return file.ToArray();
    }

    /// <summary>A ZIP that holds no workbook.</summary>
    public static byte[] Zip()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = new StreamWriter(zip.CreateEntry("leia.txt").Open());
            part.Write("nada");
        }

        return file.ToArray();
    }

    /// <summary>The upload form.</summary>
    public static MultipartFormDataContent Form(string field, byte[] file, string name, params (string Name, string Value)[] values)
    {
        var form = new MultipartFormDataContent();
        foreach (var (key, value) in values)
        {
            form.Add(new StringContent(value), key);
        }

        form.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, field, name);
        return form;
    }

    /// <summary>Asks the API to import.</summary>
    public static Task<ApiAnswer> ImportAsync(this ApiClient api, byte[] file, string name = "clientes.csv", params (string Name, string Value)[] values) =>
        api.SendAsync(HttpMethod.Post, "clients/import", Form("file", file, name, values));

    /// <summary>Waits for an operation to end, and answers it; "undone" is one that was taken back.</summary>
    public static async Task<ApiAnswer> EndOfAsync(this ApiClient api, string operation, params string[] states)
    {
        for (var end = DateTime.UtcNow.AddMinutes(5); ;)
        {
            var answer = (await api.GetAsync("operations/" + operation)).Is(System.Net.HttpStatusCode.OK);
            var state = answer["undone"]!.GetValue<bool>() ? "undone" : answer["state"]!.GetValue<string>();
            if (states.Length == 0 ? state is "succeeded" or "failed" or "cancelled" or "undone" : states.Contains(state))
            {
                return answer;
            }

            Xunit.Assert.True(DateTime.UtcNow < end, "It did not end within five minutes: " + answer.Text);
            await Task.Delay(50);
        }
    }
}
