using System.Text;

namespace ClientSuite.Spreadsheets;

/// <summary>Positions in <see cref="XlsxParts.Styles"/>' cellXfs.</summary>
internal static class XlsxStyle
{
    public const byte None = 0;
    public const byte Header = 1;
    public const byte Day = 2;
    public const byte Time = 3;
    public const byte Integer = 4;
    public const byte QuotedText = 5;

    private const byte FirstMoney = 6;

    public static byte ForMoney(int minorDigits) => minorDigits switch
    {
        0 => FirstMoney,
        2 => FirstMoney + 1,
        3 => FirstMoney + 2,
        _ => FirstMoney + 3,
    };
}

/// <summary>The parts of a workbook beside its cells.</summary>
internal static class XlsxParts
{
    private const int MaxSheetName = 31;
    private const int MaxColumnWidth = 255;
    private const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string DocumentRelationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public static ReadOnlySpan<byte> SheetEnd => "</sheetData></worksheet>"u8;

    public static byte[] Relationships { get; } = Utf8(
        $"""<Relationships xmlns="{PackageRelationships}"><Relationship Id="rId1" Type="{DocumentRelationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");

    // 14 and 22 are the reader's own short date and date with time; 1, 3 and 4 whole, grouped, grouped with two decimals
    // (ECMA-376, part 1, section 18.8.30). Without the named style Normal some readers warn.
    public static byte[] Styles { get; } = Utf8(
        $"""
        <styleSheet xmlns="{Main}">
        <numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.000"/><numFmt numFmtId="165" formatCode="#,##0.0000"/></numFmts>
        <fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>
        <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="10">
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
        <xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>
        <xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        </cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
        </styleSheet>
        """);

    public static string SheetPath(int sheet) => $"xl/worksheets/sheet{sheet}.xml";

    public static byte[] SheetStart(IReadOnlyList<TableColumn> columns)
    {
        var xml = new StringBuilder($"""<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0">""")
            .Append("""<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>""");
        for (var i = 1; i <= columns.Count; i++)
            xml.Append($"""<col min="{i}" max="{i}" width="{Math.Clamp(columns[i - 1].Width, 1, MaxColumnWidth)}" customWidth="1"/>""");
        return Utf8(xml.Append("</cols><sheetData>").ToString());
    }

    public static byte[] Workbook(string sheetName, int sheets)
    {
        var xml = new XlsxXml(1024);
        xml.Raw(Utf8($"""<workbook xmlns="{Main}" xmlns:r="{DocumentRelationships}"><sheets>"""));
        for (var i = 1; i <= sheets; i++)
        {
            xml.Raw("<sheet name=\""u8);
            xml.Escaped(SheetName(sheetName, i));
            xml.Raw(Encoding.UTF8.GetBytes($"\" sheetId=\"{i}\" r:id=\"rId{i}\"/>"));
        }

        xml.Raw("</sheets></workbook>"u8);
        return xml.Written.ToArray();
    }

    public static byte[] WorkbookRelationships(int sheets)
    {
        var xml = new StringBuilder($"""<Relationships xmlns="{PackageRelationships}">""");
        for (var i = 1; i <= sheets; i++)
            xml.Append($"""<Relationship Id="rId{i}" Type="{DocumentRelationships}/worksheet" Target="worksheets/sheet{i}.xml"/>""");
        xml.Append($"""<Relationship Id="rId{sheets + 1}" Type="{DocumentRelationships}/styles" Target="styles.xml"/></Relationships>""");
        return Utf8(xml.ToString());
    }

    public static byte[] ContentTypes(int sheets)
    {
        var xml = new StringBuilder("""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">""")
            .Append("""<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>""")
            .Append("""<Default Extension="xml" ContentType="application/xml"/>""")
            .Append($"""<Override PartName="/xl/workbook.xml" ContentType="{ContentType}.sheet.main+xml"/>""")
            .Append($"""<Override PartName="/xl/styles.xml" ContentType="{ContentType}.styles+xml"/>""");
        for (var i = 1; i <= sheets; i++)
            xml.Append($"""<Override PartName="/{SheetPath(i)}" ContentType="{ContentType}.worksheet+xml"/>""");
        return Utf8(xml.Append("</Types>").ToString());
    }

    // What Excel refuses in a sheet's name; a quotation mark would end the attribute.
    private static string SheetName(string wanted, int sheet)
    {
        var suffix = sheet == 1 ? "" : $" ({sheet})";
        var allowed = string.Concat(wanted.Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' or '"' || char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        var name = allowed.Trim(' ', '\'');
        if (name.Length == 0)
            name = "Sheet";
        return name[..Math.Min(name.Length, MaxSheetName - suffix.Length)].TrimEnd(' ', '\'') + suffix;
    }

    private static byte[] Utf8(string xml) => Encoding.UTF8.GetBytes(Declared(xml));

    private static string Declared(string xml) => Declaration + xml;
}
