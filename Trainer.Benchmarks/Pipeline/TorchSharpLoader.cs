using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// TorchSharp's own <c>DataLoader</c> over a data set that parses a row of the file and transforms it as torchvision
/// does.
/// </summary>
internal static class TorchSharpLoader
{
    /// <summary>Prints images per second over one epoch, after a warm one.</summary>
    public static void Run(string file, int workers)
    {
        Trainer.Core.Tensors.TorchRuntime.Configure(1);
        using var dataset = new Rows(file);
        using var loader = new TorchSharp.Modules.DataLoader(
            dataset, Work.BatchSize, shuffle: true, device: CPU, seed: 1, num_worker: workers);
        double rate = 0;
        for (int epoch = 0; epoch < 2; epoch++)
        {
            long images = 0;
            long started = Stopwatch.GetTimestamp();
            foreach (Dictionary<string, Tensor> batch in loader)
            {
                images += batch["image"].shape[0];
                foreach (Tensor tensor in batch.Values)
                {
                    tensor.Dispose();
                }
            }

            rate = images / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Work.Print("torchsharp_images_per_second", rate);
    }

    private sealed class Rows(string file) : utils.data.Dataset
    {
        private readonly string[] _lines = File.ReadAllLines(file);
        private readonly Random _random = new(1);

        public override long Count => _lines.Length;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            string[] fields = _lines[index].Split(',');
            float[] pixels = new float[fields.Length - 1];
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = int.Parse(fields[i + 1], CultureInfo.InvariantCulture);
            }

            float angle;
            float zoom;
            float shear;
            int x;
            int y;
            int flip;
            lock (_random)
            {
                angle = (_random.NextSingle() * 40) - 20;
                zoom = 0.85f + (_random.NextSingle() * 0.3f);
                shear = (_random.NextSingle() * 0.3f) - 0.15f;
                x = _random.Next(-12, 13);
                y = _random.Next(-12, 13);
                flip = _random.Next(2) == 0 ? -1 : 1;
            }

            using var scope = NewDisposeScope();
            Tensor image = tensor(pixels).reshape(1, 64, 64, 3).permute(0, 3, 1, 2);
            (float sine, float cosine) = MathF.SinCos(angle * MathF.PI / 180);
            (float sheared, float upright) = MathF.SinCos(shear * MathF.PI / 180);
            Tensor theta = tensor(
                [
                    flip * zoom * cosine, zoom * -(sheared + sine), x / 32f,
                    flip * zoom * sine, zoom * upright * cosine, y / 32f,
                ]).reshape(1, 2, 3);
            Tensor grid = nn.functional.affine_grid(theta, [1, 3, 64, 64], align_corners: false);
            image = nn.functional.grid_sample(
                image, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false)[0];
            return new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                ["image"] = image.MoveToOuterDisposeScope(),
                ["label"] = tensor(index % 17).MoveToOuterDisposeScope(),
            };
        }
    }
}
