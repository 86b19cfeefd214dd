using Trainer.Core.Checkpoints;
using Xunit;

namespace Trainer.Tests.Core.Checkpoints;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trainer-atomic-").FullName;

    private string FilePath => Path.Combine(_folder, "report.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WriteAllText_NewFile_HasTheTextWithoutByteOrderMark()
    {
        AtomicFile.WriteAllText(FilePath, "grün\n");

        Assert.Equal("grün\n"u8.ToArray(), File.ReadAllBytes(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void WriteAllBytes_FileExists_IsReplaced()
    {
        File.WriteAllText(FilePath, "something longer");

        AtomicFile.WriteAllBytes(FilePath, new byte[] { 1, 2 });

        Assert.Equal([1, 2], File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Write_WhileWriting_ReadersSeeTheOldContent()
    {
        File.WriteAllText(FilePath, "old");

        AtomicFile.Write(FilePath, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(FilePath));
        });

        Assert.Equal("new", File.ReadAllText(FilePath));
    }

    [Fact]
    public void Write_WriterThrows_FileStaysAndNothingIsLeftOver()
    {
        File.WriteAllText(FilePath, "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(FilePath, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("no more");
        }));

        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_LeftOverOfAKilledProcess_IsOverwritten()
    {
        File.WriteAllText(FilePath + ".tmp", "torn and long");

        AtomicFile.WriteAllText(FilePath, "new");

        Assert.Equal("new", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_FolderMissing_Throws() => Assert.Throws<DirectoryNotFoundException>(
        () => AtomicFile.WriteAllText(Path.Combine(_folder, "missing", "report.txt"), "text"));
}
