using System.IO.Compression;
using System.Text;
using ClientSuite.Spreadsheets;
using Xunit;

namespace ClientSuite.Tests.Spreadsheets;

public sealed class XlsxTableReaderTests
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Header = """<row r="1"><c r="A1" t="inlineStr"><is><t> Nome </t></is></c><c r="B1" t="inlineStr"><is><t>CPF</t></is></c></row>""";

    [Theory]
    [InlineData("52998224725", "52998224725")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("1E+20", "100000000000000000000")]
    [InlineData("1.5E-7", "0.00000015")]
    [InlineData("1E+30", "1000000000000000019884624838656")]
    [InlineData("-12.50", "-12.5")]
    public void A_number_is_invariant_without_exponent(string stored, string expected) =>
        Assert.Equal(expected, Rows(Workbook($"{Header}<row r=\"2\"><c r=\"A2\"><v>{stored}</v></c></row>")).Single().Cells[0]);

    [Fact]
    public void Rows_keep_their_number_and_blank_ones_are_left_out()
    {
        var rows = Rows(Workbook($"""{Header}<row r="4"><c r="B4"><v>7</v></c></row>"""));
        Assert.Equal(4, rows.Single().Number);
        Assert.Equal<IEnumerable<string?>>([null, "7"], rows.Single().Cells);
    }

    [Fact]
    public void A_value_beyond_the_header_is_reported_for_its_row_and_an_error_is_an_empty_cell()
    {
        var rows = Rows(Workbook($"""{Header}<row r="2"><c r="D2"><v>7</v></c></row><row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3"><v>1</v></c></row><row r="4"><c r="A4" t="b"><v>1</v></c></row>"""));
        Assert.Equal<IEnumerable<string?>>([TableProblem.RowTooLong, null, null], rows.Select(row => row.Problem));
        Assert.Null(rows[1].Cells[0]);
        Assert.Equal("true", rows[2].Cells[0]);
    }

    [Fact]
    public void The_header_is_trimmed()
    {
        using var table = new TableReaders().Open(new MemoryStream(Workbook(Header)));
        Assert.Equal(["Nome", "CPF"], table.Header);
        Assert.Empty(table.ReadRows());
    }

    [Fact]
    public void What_is_no_workbook_is_refused()
    {
        CsvTests.AssertRefused(Zip(("a.txt", "x")), TableProblem.NotAWorkbook, null);
        CsvTests.AssertRefused([(byte)'P', (byte)'K', 3, 4, 0, 0], TableProblem.NotAWorkbook, null);
        CsvTests.AssertRefused(Workbook(Header)[..^40], TableProblem.NotAWorkbook, null);
        CsvTests.AssertRefused(CompoundFile("Workbook"), TableProblem.OldWorkbook, null);
        CsvTests.AssertRefused(CompoundFile("EncryptedPackage"), TableProblem.Encrypted, null);
        CsvTests.AssertRefused(Workbook(""), TableProblem.Empty, null);
    }

    [Fact]
    public void A_damaged_sheet_is_refused_whether_it_is_cut_or_tries_entities()
    {
        var cut = Assert.Throws<TableReadException>(() => Rows(Workbook($"{Header}<row r=\"2\"><c r=\"A2\"><v>1", sheetEnd: "")));
        Assert.Equal(TableProblem.Damaged, cut.Code);
        var entities = Assert.Throws<TableReadException>(() => Rows(Workbook("<row>&a;</row>", declaration: "<!DOCTYPE x [<!ENTITY a 'aaaaaaaa'>]>")));
        Assert.Equal(TableProblem.Damaged, entities.Code);
    }

    [Fact]
    public void A_sheet_that_unpacks_out_of_proportion_is_refused_unopened() =>
        CsvTests.AssertRefused(Workbook(Header + new string(' ', 20_000_000)), TableProblem.TooLarge, null);

    [Fact]
    public void A_directory_that_lies_about_a_size_does_not_let_more_out()
    {
        var file = Workbook(Header + new string(' ', 20_000_000));
        var size = 0;
        using (var zip = new ZipArchive(new MemoryStream(file)))
            size = (int)zip.GetEntry("xl/worksheets/sheet1.xml")!.Length;
        foreach (var at in Occurrences(file, BitConverter.GetBytes(size)))
            BitConverter.GetBytes(5_000).CopyTo(file, at);

        var refusal = Assert.Throws<TableReadException>(() => Rows(file));
        Assert.Equal(TableProblem.Damaged, refusal.Code);
    }

    private static List<TableRow> Rows(byte[] file)
    {
        using var table = new TableReaders().Open(new MemoryStream(file));
        return [.. table.ReadRows()];
    }

    private static IEnumerable<int> Occurrences(byte[] file, byte[] wanted) =>
        Enumerable.Range(0, file.Length - wanted.Length).Where(at => file.AsSpan(at, wanted.Length).SequenceEqual(wanted)).ToList();

    private static byte[] CompoundFile(string stream) =>
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[100_000], .. Encoding.Unicode.GetBytes(stream), .. new byte[64]];

    private static byte[] Workbook(string rows, string declaration = "", string sheetEnd = "</sheetData></worksheet>") => Zip(
        ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""),
        ("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""),
        ("xl/worksheets/sheet1.xml", $"""{declaration}<worksheet xmlns="{Main}"><sheetData>{rows}{sheetEnd}"""));

    private static byte[] Zip(params (string Path, string Text)[] entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in entries)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }
}
