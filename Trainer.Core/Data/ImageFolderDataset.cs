using Trainer.Augment.Codecs;
using Trainer.Augment.Flows;
using Trainer.Augment.Images;

namespace Trainer.Core.Data;

/// <summary>
/// Image files in a folder per class: Keras' <c>flow_from_directory</c>. The name of a folder is the label of all
/// images in it and below it.
/// </summary>
/// <remarks>
/// Opening lists the files, sorted by class and path, and reads none. Files are decoded and resized in the pipeline's
/// parsing stage.
/// </remarks>
public sealed class ImageFolderDataset : IImageDataset
{
    private static readonly SkiaImageCodec Skia = new();

    private readonly (string Path, int Label)[] _files;
    private readonly IImageCodec _codec;
    private readonly ResizeFilter _filter;

    private ImageFolderDataset(
        string name,
        ImageShape shape,
        LabelBinarizer labels,
        (string Path, int Label)[] files,
        IImageCodec codec,
        ResizeFilter filter)
    {
        Name = name;
        Shape = shape;
        Labels = labels;
        _files = files;
        _codec = codec;
        _filter = filter;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <inheritdoc/>
    public LabelBinarizer Labels { get; }

    /// <inheritdoc/>
    public int Count => _files.Length;

    /// <inheritdoc/>
    public bool SupportsRandomAccess => true;

    /// <summary>The path of a row's file.</summary>
    /// <param name="row">0 to <see cref="Count"/> − 1.</param>
    public string PathOf(int row) => _files[row].Path;

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder that holds a folder per class.</param>
    /// <param name="shape">
    /// What every image is resized to; 1 channel is grey, 3 are RGB, 4 are RGBA. Null for 64×64×3.
    /// </param>
    /// <param name="labels">
    /// The classes to use, as a test folder takes those of its training folder; null for the folder's own.
    /// </param>
    /// <param name="filter">How to resize.</param>
    /// <param name="subset">Which part of each class' files to take, in the order of their paths.</param>
    /// <param name="validationSplit">
    /// The share of each class that is for validation, its first files: 0 to below 1.
    /// </param>
    /// <param name="codec">Decodes the files; null for Skia: JPEG, PNG, WebP, BMP and GIF.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="DatasetFormatException">
    /// There are no class folders or no images, or a class is not among <paramref name="labels"/>.
    /// </exception>
    public static ImageFolderDataset Open(
        string path,
        ImageShape? shape = null,
        LabelBinarizer? labels = null,
        ResizeFilter filter = ResizeFilter.Nearest,
        DataSubset subset = DataSubset.All,
        double validationSplit = 0,
        IImageCodec? codec = null)
    {
        codec ??= Skia;
        (string Label, string[] Files)[] folders =
        [
            .. Directory.GetDirectories(path)
                .Select(folder => (Path.GetFileName(folder), Part(ListImages(folder, codec), subset, validationSplit))),
        ];
        folders = [.. folders.Where(folder => folder.Files.Length > 0)];
        if (folders.Length == 0)
        {
            throw new DatasetFormatException(
                path,
                0,
                0,
                "the folder holds no class folders with images; expected folders named after classes, with files that "
                    + $"end with {string.Join(", ", codec.FileExtensions)}.");
        }

        LabelBinarizer classes = labels ?? LabelBinarizer.Fit(folders.Select(folder => folder.Label));
        (string Path, int Label)[] files =
        [
            .. from folder in folders
               let label = IndexOf(classes, folder.Label, path)
               orderby label
               from file in folder.Files
               select (file, label),
        ];
        return new ImageFolderDataset(path, shape ?? CsvImageDataset.DefaultShape, classes, files, codec, filter);
    }

    /// <summary>
    /// Opens single files, in the order given. Their class is not known: all have the one class of an empty name.
    /// </summary>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="shape">What every image is resized to, as for <see cref="Open"/>.</param>
    /// <param name="filter">How to resize.</param>
    /// <param name="codec">Decodes the files; null for Skia.</param>
    public static ImageFolderDataset OpenFiles(
        IReadOnlyList<string> paths,
        ImageShape? shape = null,
        ResizeFilter filter = ResizeFilter.Nearest,
        IImageCodec? codec = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        string name = paths.Count == 1 ? paths[0] : $"{paths[0]} and {paths.Count - 1} more";
        return new ImageFolderDataset(
            name,
            shape ?? CsvImageDataset.DefaultShape,
            LabelBinarizer.Fit([string.Empty]),
            [.. paths.Select(path => (path, 0))],
            codec ?? Skia,
            filter);
    }

    /// <summary>Whether the ending of a path is that of an image file.</summary>
    /// <param name="path">Any path.</param>
    /// <param name="codec">What is to read it; null for Skia.</param>
    public static bool IsImage(string path, IImageCodec? codec = null) =>
        (codec ?? Skia).FileExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The image files in a folder and below it, sorted by path.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="codec">What is to read them; null for Skia.</param>
    public static string[] ListImages(string folder, IImageCodec? codec = null)
    {
        string[] files =
            [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => IsImage(path, codec))];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <inheritdoc/>
    public IRecordReader OpenReader() => new Reader(this);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        try
        {
            _codec.Decode(record, Shape, pixels, _filter);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetFormatException(
                PathOf(row), 0, 0, $"the file is not an image that can be decoded: {e.Message}");
        }
    }

    /// <summary>Does nothing: files are open only while they are read.</summary>
    public void Dispose()
    {
    }

    /// <summary>Cuts as Keras does, class by class.</summary>
    private static string[] Part(string[] files, DataSubset subset, double validationSplit)
    {
        int cut = (int)(validationSplit * files.Length);
        return subset switch
        {
            DataSubset.Validation => files[..cut],
            DataSubset.Training => files[cut..],
            _ => files,
        };
    }

    private static int IndexOf(LabelBinarizer classes, string label, string path) =>
        classes.TryGetIndex(label, out int index)
            ? index
            : throw new DatasetFormatException(
                Path.Combine(path, label),
                0,
                0,
                $"the class '{label}' is not among the {classes.Classes.Count} classes of the training data.");

    private sealed class Reader(ImageFolderDataset dataset) : IRecordReader
    {
        public ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            foreach (int row in rows.Span)
            {
                cancellation.ThrowIfCancellationRequested();
                ReadFile(dataset._files[row], records);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static void ReadFile((string Path, int Label) entry, RecordBuffer records)
        {
            using FileStream file = Open(entry.Path);
            int length = checked((int)file.Length);
            file.ReadExactly(records.Reserve(length, out int offset));
            records.Add(offset, length, entry.Label);
        }

        private static FileStream Open(string path)
        {
            try
            {
                return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new DatasetFormatException(
                    path, 0, 0, "the file has gone since the folder was opened; start again.");
            }
        }
    }
}
