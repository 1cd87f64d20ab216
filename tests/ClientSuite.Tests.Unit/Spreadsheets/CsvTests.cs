using System.IO.Pipelines;
using System.Text;
using ClientSuite.Spreadsheets;
using ClientSuite.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClientSuite.Tests.Spreadsheets;

public sealed class CsvTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_is_UTF8_with_its_mark_and_invariant_values()
    {
        var file = await WriteAsync(7, async csv =>
        {
            csv.Write("Padaria \"São João\", Ltda.");
            csv.Write(42);
            csv.Write(12.5m);
            csv.Write(new Money(142890, "BRL"));
            csv.Write(new DateOnly(2026, 12, 5));
            csv.Write(new DateTime(2026, 12, 5, 8, 14, 30, DateTimeKind.Unspecified));
            await csv.EndRowAsync(Cancel);
        });
        Assert.Equal(
            "\uFEFFc1,c2,c3,c4,c5,c6,c7\r\n\"Padaria \"\"São João\"\", Ltda.\",42,12.5,1428.90,2026-12-05,2026-12-05T08:14:30,\r\n",
            Encoding.UTF8.GetString(file));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+5531987654321", "'+5531987654321")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("'=1", "''=1")]
    [InlineData("'tis", "'tis")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    public async Task A_text_that_a_spreadsheet_would_run_is_guarded_and_reads_back_unguarded(string text, string written)
    {
        var file = await WriteAsync(1, async csv =>
        {
            csv.Write(text);
            await csv.EndRowAsync(Cancel);
        });
        Assert.Equal($"\uFEFFc1\r\n{written}\r\n", Encoding.UTF8.GetString(file));
        Assert.Equal(text, Assert.Single(Read(file).Rows).Cells[0]);
    }

    [Fact]
    public void What_is_written_reads_back_whatever_the_texts() =>
        Prop.ForAll<NonEmptyString, string?>((first, second) =>
        {
            var texts = new[] { "x" + TextCleaning.Clean(first.Get.Replace('\uFFFE', ' ')), TextCleaning.Clean(second) };
            var file = WriteAsync(2, async csv =>
            {
                csv.Write(texts[0]);
                csv.Write(texts[1]);
                await csv.EndRowAsync(Cancel);
            }).GetAwaiter().GetResult();
            return Read(file).Rows.Single().Cells.Select(cell => cell ?? "").SequenceEqual(texts);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\r\n1;2\r\n")]
    [InlineData("a\tb\n1\t2")]
    [InlineData("\uFEFFa,b\r1,2\r")]
    [InlineData("sep=;\r\na;b\r\n1;2")]
    [InlineData("\n\"a\";\"b\"\n\n1;2\n;\n")]
    public void The_delimiter_and_line_ends_are_told_from_the_text(string text)
    {
        var (header, rows) = Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(["a", "b"], header);
        Assert.Equal<IEnumerable<string?>>(["1", "2"], Assert.Single(rows).Cells);
    }

    [Fact]
    public void A_header_with_commas_does_not_hide_the_semicolon_of_all_lines()
    {
        var (header, rows) = Read("Nome, fantasia;CPF\nAurora;1\nÓtica;2\n"u8.ToArray());
        Assert.Equal(["Nome, fantasia", "CPF"], header);
        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public void Quoted_cells_hold_line_ends_and_rows_keep_their_line_numbers()
    {
        var (_, rows) = Read("a,b\n\"x\r\ny\",1\n\"say \"\"hi\"\"\",2\n"u8.ToArray());
        Assert.Equal([2, 4], rows.Select(row => row.Number));
        Assert.Equal("x\r\ny", rows[0].Cells[0]);
        Assert.Equal("say \"hi\"", rows[1].Cells[0]);
    }

    [Fact]
    public void Rows_longer_or_shorter_than_the_header_are_reported_and_the_rest_is_read()
    {
        var (_, rows) = Read("a,b\n1\n1,2,3\n\"x\"y,2\n1,2\n"u8.ToArray());
        Assert.Equal<IEnumerable<string?>>([TableProblem.RowTooShort, TableProblem.RowTooLong, TableProblem.StrayQuote, null], rows.Select(row => row.Problem));
        Assert.Equal([2, 3, 4, 5], rows.Select(row => row.Number));
    }

    [Fact]
    public void Windows_1252_and_UTF16_are_recognised()
    {
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        Assert.Equal("São João – €", Read(windows.GetBytes("nome\nSão João – €\n")).Rows.Single().Cells[0]);
        Assert.Equal("São", Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("nome\tx\nSão\t1\n")]).Rows.Single().Cells[0]);
    }

    [Fact]
    public void A_file_of_many_blocks_is_judged_to_its_end()
    {
        var text = "nome\n" + string.Concat(Enumerable.Repeat("Conceição ação\n", 20_000));
        Assert.Equal(20_000, Read(Encoding.UTF8.GetBytes(text)).Rows.Count);
        byte[] damaged = [.. Encoding.UTF8.GetBytes(text), 0xC3];
        AssertRefused(damaged, TableProblem.Encoding, 20_002);
    }

    [Fact]
    public void Damaged_files_are_refused_with_code_and_row()
    {
        AssertRefused([], TableProblem.Empty, null);
        AssertRefused("\n ; \n"u8.ToArray(), TableProblem.Empty, null);
        AssertRefused("a,b\n1,2\n1,\0\n"u8.ToArray(), TableProblem.Nul, 3);
        AssertRefused([.. "nome\nSão\n"u8, 0xC3, 0x28], TableProblem.Encoding, 3);
        AssertRefused([.. "nome\n"u8, 0x81, 0x8D], TableProblem.Encoding, 2);
        AssertRefused("a,b\n1,2\n3,\"cut in the\nmiddle"u8.ToArray(), TableProblem.UnclosedQuote, 3);
        AssertRefused(Encoding.UTF8.GetBytes("a\nb\n" + new string('x', 32_768)), TableProblem.CellTooLong, 3);
        AssertRefused(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 201))), TableProblem.TooManyColumns, 1);
        AssertRefused(Encoding.UTF8.GetBytes("a\n" + string.Concat(Enumerable.Repeat("1\n", 1_000_001))), TableProblem.TooManyRows, 1_000_002);
    }

    internal static void AssertRefused(byte[] file, string code, long? row)
    {
        var refusal = Assert.Throws<TableReadException>(() => Read(file));
        Assert.Equal((code, row), (refusal.Code, refusal.Row));
    }

    private static (IReadOnlyList<string> Header, List<TableRow> Rows) Read(byte[] file)
    {
        using var table = new TableReaders().Open(new MemoryStream(file));
        return (table.Header, [.. table.ReadRows()]);
    }

    private static async Task<byte[]> WriteAsync(int columns, Func<CsvWriter, Task> write)
    {
        var file = new MemoryStream();
        var output = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
        await using var csv = new CsvWriter(output, [.. Enumerable.Range(1, columns).Select(i => new TableColumn("c" + i))]);
        await write(csv);
        await csv.CompleteAsync(Cancel);
        return file.ToArray();
    }
}
