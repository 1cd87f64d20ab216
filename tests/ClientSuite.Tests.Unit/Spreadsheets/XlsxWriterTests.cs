using System.IO.Compression;
using System.IO.Pipelines;
using ClientSuite.Spreadsheets;
using ClientSuite.Values;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Xunit;

namespace ClientSuite.Tests.Spreadsheets;

public sealed class XlsxWriterTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact(DisplayName = "001-08/003-19: the download is a valid workbook with every kind of cell")]
    public async Task A_workbook_with_every_kind_of_cell_is_valid_and_reads_back()
    {
        var file = await WriteAsync(6, async xlsx =>
        {
            xlsx.Write("Padaria São João & Filhos <ltda>");
            xlsx.Write(42);
            xlsx.Write(12.5m);
            xlsx.Write(new Money(142890, "BRL"));
            xlsx.Write(new DateOnly(2026, 12, 5));
            xlsx.Write(new DateTime(2026, 12, 5, 8, 14, 30, DateTimeKind.Unspecified));
            await xlsx.EndRowAsync(Cancel);
        });

        AssertIsValid(file);
        var row = Assert.Single(Read(file));
        Assert.Equal<IEnumerable<string?>>(["Padaria São João & Filhos <ltda>", "42", "12.5", "1428.9", "2026-12-05", "2026-12-05T08:14:30"], row.Cells);
    }

    [Theory]
    [InlineData("a\u0000b\u0001\u001Fc\uFFFEd", "abcd")]
    [InlineData("  spaces  ", "  spaces  ")]
    [InlineData("line 1\r\nline 2\rline 3", "line 1\nline 2\nline 3")]
    [InlineData("_x000D_ and _x00", "_x000D_ and _x00")]
    [InlineData("=1+1", "=1+1")]
    [InlineData("+5531987654321", "+5531987654321")]
    public async Task A_text_reads_back_as_it_was_as_far_as_XML_can_hold_it(string text, string expected)
    {
        var file = await WriteAsync(1, async xlsx =>
        {
            xlsx.Write(text);
            await xlsx.EndRowAsync(Cancel);
        });

        AssertIsValid(file);
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var cell = workbook.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Last();
        Assert.Equal(expected.Replace("_x000D_", "_x005F_x000D_", StringComparison.Ordinal), cell.InnerText);
        Assert.Equal(CellValues.InlineString, cell.DataType!.Value);
        Assert.Equal(text[0] is '=' or '+', QuotesPrefix(workbook, cell));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        var file = await WriteAsync(1, async xlsx =>
        {
            xlsx.Write("half \uD83D pair 😀");
            await xlsx.EndRowAsync(Cancel);
        });
        AssertIsValid(file);
        Assert.Equal("half \uFFFD pair 😀", Assert.Single(Read(file)).Cells[0]);
    }

    [Fact]
    public async Task A_text_too_long_for_a_cell_is_cut_between_characters()
    {
        var file = await WriteAsync(1, async xlsx =>
        {
            xlsx.Write(new string('a', 32_766) + "😀");
            await xlsx.EndRowAsync(Cancel);
        });
        Assert.Equal(new string('a', 32_766), Assert.Single(Read(file)).Cells[0]);
    }

    [Fact]
    public async Task What_a_spreadsheet_would_change_is_written_as_text()
    {
        var file = await WriteAsync(3, async xlsx =>
        {
            xlsx.Write(long.MaxValue);
            xlsx.Write(new DateOnly(1822, 9, 7));
            xlsx.Write(-5);
            await xlsx.EndRowAsync(Cancel);
        });
        AssertIsValid(file);
        Assert.Equal<IEnumerable<string?>>(["9223372036854775807", "1822-09-07", "-5"], Assert.Single(Read(file)).Cells);
    }

    [Fact]
    public async Task A_full_sheet_goes_on_in_the_next_with_the_same_header()
    {
        var pipe = new MemoryStream();
        var output = PipeWriter.Create(pipe, new StreamPipeWriterOptions(leaveOpen: true));
        await using (var xlsx = new XlsxWriter(output, "Clientes [ativos] de um nome muito comprido", [new("ID")], sheetRows: 3))
        {
            for (var i = 1; i <= 5; i++)
            {
                xlsx.Write(i);
                await xlsx.EndRowAsync(Cancel);
            }

            await xlsx.CompleteAsync(Cancel);
        }

        AssertIsValid(pipe.ToArray());
        using var workbook = SpreadsheetDocument.Open(pipe, isEditable: false);
        Assert.Equal(
            ["Clientes  ativos  de um nome mu", "Clientes  ativos  de um nom (2)", "Clientes  ativos  de um nom (3)"],
            workbook.WorkbookPart!.Workbook.Descendants<Sheet>().Select(sheet => sheet.Name!.Value!));
        Assert.Equal([3, 3, 2], workbook.WorkbookPart.WorksheetParts.OrderBy(part => part.Uri.ToString()).Select(part => part.Worksheet.Descendants<Row>().Count()));
    }

    [Fact]
    public async Task An_export_that_fails_leaves_no_file_that_opens()
    {
        var pipe = new MemoryStream();
        var output = PipeWriter.Create(pipe, new StreamPipeWriterOptions(leaveOpen: true));
        await using (var xlsx = new XlsxWriter(output, "Clientes", [new("ID")]))
        {
            xlsx.Write(1);
            await xlsx.EndRowAsync(Cancel);
        }

        await output.FlushAsync(Cancel);
        Assert.Throws<InvalidDataException>(() => new ZipArchive(pipe));
    }

    [Fact]
    public async Task More_cells_than_columns_are_refused_and_fewer_are_empty()
    {
        var file = await WriteAsync(2, async xlsx =>
        {
            xlsx.Write("x");
            await xlsx.EndRowAsync(Cancel);
            xlsx.Write((string?)null);
            xlsx.Write((Money?)null);
            Assert.Throws<InvalidOperationException>(() => xlsx.Write("y"));
            await xlsx.EndRowAsync(Cancel);
        });
        AssertIsValid(file);
        Assert.Equal<IEnumerable<string?>>(["x", null], Assert.Single(Read(file)).Cells);
    }

    [Fact]
    public async Task Nothing_is_written_synchronously_to_the_output_and_an_abandoned_one_stops_the_export()
    {
        var pipe = new Pipe();
        var output = PipeWriter.Create(new AsynchronousOnly(pipe.Writer.AsStream()));
        await using (var xlsx = new XlsxWriter(output, "Clientes", [new("Nome")]))
        {
            var reading = pipe.Reader.AsStream().CopyToAsync(Stream.Null, Cancel);
            for (var i = 0; i < 20_000; i++)
            {
                xlsx.Write("Cliente número " + i);
                await xlsx.EndRowAsync(Cancel);
            }

            await xlsx.CompleteAsync(Cancel);
            await pipe.Writer.CompleteAsync();
            await reading;
        }

        var abandoned = new Pipe();
        await abandoned.Reader.CompleteAsync();
        await using var stopped = new XlsxWriter(abandoned.Writer, "Clientes", [new("Nome")]);
        await Assert.ThrowsAsync<OperationCanceledException>(() => stopped.CompleteAsync(Cancel).AsTask());
    }

    internal static async Task<byte[]> WriteAsync(int columns, Func<XlsxWriter, Task> write)
    {
        var file = new MemoryStream();
        var output = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
        await using var xlsx = new XlsxWriter(output, "Clientes", [.. Enumerable.Range(1, columns).Select(i => new ClientSuite.Spreadsheets.TableColumn("Coluna " + i))]);
        await write(xlsx);
        await xlsx.CompleteAsync(Cancel);
        return file.ToArray();
    }

    private static List<TableRow> Read(byte[] file)
    {
        using var table = new TableReaders().Open(new MemoryStream(file));
        return [.. table.ReadRows()];
    }

    private static void AssertIsValid(byte[] file)
    {
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(error => error.Path?.XPath + ": " + error.Description));
    }

    private static bool QuotesPrefix(SpreadsheetDocument workbook, Cell cell)
    {
        var formats = workbook.WorkbookPart!.WorkbookStylesPart!.Stylesheet.CellFormats!;
        return formats.Elements<CellFormat>().ElementAt((int)(cell.StyleIndex?.Value ?? 0)).QuotePrefix?.Value ?? false;
    }

    private sealed class AsynchronousOnly(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
