using System.IO.Compression;
using System.Text;
using ClientSuite.Files;
using Xunit;

namespace ClientSuite.Tests.Files;

public sealed class FileTypesTests
{
    [Theory(DisplayName = "issue 3 §2: a file's type is found by its content")]
    [InlineData("89504E470D0A1A0A0000", "image/png")]
    [InlineData("FFD8FFE000104A464946", "image/jpeg")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("524946460000000057454250", "image/webp")]
    [InlineData("255044462D312E37", "application/pdf")]
    [InlineData("D0CF11E0A1B11AE1", "application/x-ole-storage")]
    [InlineData("4D5A9000", "application/x-executable")]
    [InlineData("7F454C4602", "application/x-executable")]
    [InlineData("2321 2F62696E2F7368", "application/x-executable")]
    [InlineData("00000018667479706D703432", "video/mp4")]
    [InlineData("000102030405", "application/octet-stream")]
    [InlineData("", "application/octet-stream")]
    public void By_its_first_bytes(string hex, string type) => Assert.Equal(type, FileTypes.Detect(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("Olá, mundo")]
    public void What_a_browser_could_run_is_plain_text(string text) => Assert.Equal(FileTypes.Text, FileTypes.Detect(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("readme.txt", "application/zip")]
    public void Office_documents_by_what_they_hold(string entry, string type)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
            {
                zip.CreateEntry("[Content_Types].xml");
                zip.CreateEntry(entry);
            }

            Assert.Equal(type, FileTypes.DetectFile(File.ReadAllBytes(path), path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory(DisplayName = "issue 3 §2: names that attack paths are refused")]
    [InlineData("../../etc/passwd")]
    [InlineData("..\\windows\\system.ini")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("   ")]
    [InlineData("a\0b.pdf")]
    [InlineData("linha\nnova.pdf")]
    [InlineData("fatura\u202Efdp.exe")]
    [InlineData(null)]
    public void Names_that_are_none(string? name) => Assert.Null(FileNames.Checked(name));

    [Theory]
    [InlineData("Contrato João.pdf", "Contrato João.pdf")]
    [InlineData("  .htaccess ", ".htaccess")]
    [InlineData("a: b?.pdf", "a: b?.pdf")]
    public void Names_of_people(string name, string kept) => Assert.Equal(kept, FileNames.Checked(name));

    [Fact]
    public void A_name_is_at_most_200_characters()
    {
        Assert.NotNull(FileNames.Checked(new string('a', 200)));
        Assert.Null(FileNames.Checked(new string('a', 201)));
    }

    [Theory]
    [InlineData("a: b?.pdf", "a_ b_.pdf")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("nota. ", "nota")]
    public void Names_in_a_zip_suit_every_system(string name, string portable) => Assert.Equal(portable, FileNames.Portable(name));
}
