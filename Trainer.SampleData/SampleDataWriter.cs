using System.Security.Cryptography;
using Trainer.SampleData.Drawing;

namespace Trainer.SampleData;

/// <summary>Writes drawn blossoms as a CSV file, of any length, with memory that does not grow with it.</summary>
public static class SampleDataWriter
{
    /// <summary>The rows that are drawn side by side before they are written in order.</summary>
    private const int ChunkRows = 64;

    /// <summary>The size of a chunk's text beyond which fewer rows are drawn at a time.</summary>
    private const int ChunkBytes = 16 << 20;

    /// <summary>
    /// Makes the file: written aside as <c>path.tmp</c>, flushed to the disk, then renamed over
    /// <paramref name="path"/>.
    /// </summary>
    /// <param name="path">The file to make or to replace; its directory is made if need be.</param>
    /// <param name="options">What the file holds.</param>
    /// <param name="progress">Told how many rows are written so far, after each chunk.</param>
    /// <param name="cancellation">Stops the work; what stood at <paramref name="path"/> before is still there.</param>
    /// <returns>The length and the SHA-256 of the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static FileFingerprint Write(
        string path,
        SampleDataOptions options,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Validate();
        string target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string aside = target + ".tmp";

        // Opened before the try: if another process is writing the same file, its half is not ours to delete.
        var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            FileFingerprint fingerprint;
            using (file)
            {
                fingerprint = WriteRows(file, options, progress, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, target, overwrite: true);
            return fingerprint;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static FileFingerprint WriteRows(
        FileStream file, SampleDataOptions options, IProgress<long>? progress, CancellationToken cancellation)
    {
        int values = options.Side * options.Side * 3;
        int longest = SpeciesCatalog.All.Max(species => CsvRow.MaxLength(species.Name, values));
        int rows = Math.Clamp(ChunkBytes / longest, 1, ChunkRows);
        byte[][] texts = [.. Enumerable.Range(0, rows).Select(_ => new byte[longest])];
        int[] lengths = new int[rows];
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long first = 0; first < options.Count; first += rows)
        {
            int count = (int)Math.Min(rows, options.Count - first);
            long start = options.FirstSample + first;
            Parallel.For(
                0,
                count,
                parallel,
                () => (Renderer: new BlossomRenderer(options.Side), Pixels: new byte[values]),
                (row, _, tools) =>
                {
                    long sample = start + row;
                    Species species = SpeciesCatalog.All[(int)(sample % options.Classes)];
                    tools.Renderer.Render(options.Seed, sample, species, tools.Pixels);
                    lengths[row] = CsvRow.Write(species.Name, tools.Pixels, texts[row]);
                    return tools;
                },
                _ => { });
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<byte> text = texts[row].AsSpan(0, lengths[row]);
                hash.AppendData(text);
                file.Write(text);
            }

            progress?.Report(first + count);
        }

        return new FileFingerprint(file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
