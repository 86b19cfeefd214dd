using System.Text;

namespace Trainer.Benchmarks.Data;

/// <summary>A CSV file of images, whole in memory, and where its rows are.</summary>
internal sealed class CsvText
{
    /// <summary>The environment variable that names the file.</summary>
    public const string FileVariable = "TRAINER_BENCHMARK_CSV";

    /// <summary>How many rows stay in the second-level cache, text and pixels.</summary>
    public const int CachedRows = 8;

    private static readonly Lazy<CsvText> WholeFile = new(() => new CsvText(File.ReadAllBytes(FileName)));

    private CsvText(byte[] bytes)
    {
        Bytes = bytes;
        List<Range> rows = [];
        int start = 0;
        while (start < bytes.Length)
        {
            int newline = Array.IndexOf(bytes, (byte)'\n', start);
            int next = newline < 0 ? bytes.Length : newline + 1;
            int end = Encoding.ASCII.GetString(bytes, start, next - start).TrimEnd().Length + start;
            rows.Add((Array.IndexOf(bytes, (byte)',', start) + 1)..end);
            start = next;
            if (rows.Count == CachedRows)
            {
                CachedBytes = start;
            }
        }

        Rows = [.. rows];
    }

    /// <summary>The file that <see cref="FileVariable"/> names.</summary>
    public static CsvText Whole => WholeFile.Value;

    /// <summary>The path of the file that <see cref="FileVariable"/> names.</summary>
    /// <exception cref="InvalidOperationException">The variable is not set.</exception>
    public static string FileName => Environment.GetEnvironmentVariable(FileVariable)
        ?? throw new InvalidOperationException(
            $"Set {FileVariable} to a CSV file of 64×64×3 images, for example one that the sample-data verb has made.");

    /// <summary>The file.</summary>
    public byte[] Bytes { get; }

    /// <summary>The length of the first <see cref="CachedRows"/> rows.</summary>
    public int CachedBytes { get; }

    /// <summary>Where the values of each row are, without the label and its comma.</summary>
    public Range[] Rows { get; }
}
