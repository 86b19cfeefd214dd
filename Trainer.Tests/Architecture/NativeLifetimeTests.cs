using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TorchSharp;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Architecture;

/// <summary>
/// No garbage collection frees what libtorch is reading: numbers reach it through <see cref="Arithmetic"/> alone, and the state of its
/// generator through <see cref="DefaultGenerator"/>, which keep TorchSharp's objects alive for as long as the call lasts.
/// </summary>
public sealed class NativeLifetimeTests
{
    private static readonly string[] Bridges = [typeof(Arithmetic).FullName!, typeof(DefaultGenerator).FullName!];

    public static TheoryData<string> Assemblies =>
    [
        typeof(Model).Assembly.Location,
        typeof(Trainer.Host.ExitCode).Assembly.Location,
        typeof(NativeLifetimeTests).Assembly.Location,
        Assembly.GetExecutingAssembly().Location.Replace("Trainer.Tests", "Trainer.Benchmarks", StringComparison.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Code_OutsideOfTheBridges_HandsLibtorchNothingThatMayBeCollected(string path) => Assert.Empty(
        CompiledMethod.AllIn(path).Where(method => !Bridges.Contains(method.Type) && !IsMistake(method)).SelectMany(Findings));

    [Fact]
    public void Bridges_EachObjectTheyMake_IsDisposedAfterTheCall()
    {
        CompiledMethod[] methods = [.. CompiledMethod.AllIn(typeof(Arithmetic).Assembly.Location).Where(method => Bridges.Contains(method.Type))];

        Assert.Equal(Bridges.Order(StringComparer.Ordinal), methods.Select(method => method.Type).Distinct().Order(StringComparer.Ordinal));
        Assert.All(methods, method =>
        {
            bool isInPlace = method.Name.Contains("InPlace(", StringComparison.Ordinal);
            int tensors = method.Name.Split("TorchSharp.torch+Tensor").Length - 1;
            Assert.Equal(Count(call => ShortLivedHandles.Makes(call) || call.StartsWith("TorchSharp.torch.tensor(", StringComparison.Ordinal)), method.Finally);

            // What is returned is alive until then.
            Assert.Equal(isInPlace ? tensors - 1 : tensors, Count(call => call.StartsWith("System.GC.KeepAlive(", StringComparison.Ordinal)));

            int Count(Func<string, bool> isMeant) => method.Calls.Count(call => isMeant(call.Name));
            Assert.DoesNotContain(method.Calls, call => !ShortLivedHandles.Makes(call.Name) && ShortLivedHandles.InTorchSharp.Reason(call) is not null);
        });
    }

    [Fact]
    public void Findings_OfMistakes_NameEachOfThem()
    {
        string[] found = [.. CompiledMethod.AllIn(typeof(Mistakes).Assembly.Location).Where(IsMistake).SelectMany(Findings)];

        // The mistake, and where in TorchSharp the object is made.
        Assert.Equal(
            [
                "ByConversion: TorchSharp.Scalar.op_Implicit(Double)",
                "ByMethod: TorchSharp.ScalarExtensionMethods.ToScalar(Double)",
                "InALambda: TorchSharp.Scalar.op_Implicit(Single)",
                "InALayer: TorchSharp.Modules.BatchNorm.forward(TorchSharp.torch+Tensor) -> TorchSharp.Scalar.op_Implicit(Int32)",
                "InAnOptimizer: TorchSharp.Modules.SGD.<step>b__2_0(TorchSharp.Modules.SGD+ParamGroup) -> TorchSharp.Scalar.op_Implicit(Double)",
                "InTheGenerator: TorchSharp.torch+random.get_rng_state() -> TorchSharp.torch+Generator.get_Default()",
                "InTheOperator: TorchSharp.torch+Tensor.add(TorchSharp.torch+Tensor) -> TorchSharp.Scalar.op_Implicit(Int32)",
                "OfAGenerator: TorchSharp.torch+Generator..ctor(UInt64, TorchSharp.torch+Device)",
                "OfATensor: TorchSharp.torch+Tensor.op_Implicit(Double)",
            ],
            found.Select(ItsEnd).Order(StringComparer.Ordinal));

        static string ItsEnd(string finding)
        {
            string[] parts = finding.Split(": ", 2);
            return $"{parts[0]}: {string.Join(" -> ", parts[1].Split(" -> ").TakeLast(2))}";
        }
    }

    private static IEnumerable<string> Findings(CompiledMethod method) => method.Calls
        .Select(ShortLivedHandles.InTorchSharp.Reason)
        .OfType<string>()
        .Select(reason => $"{Words(method.Name)}: {reason}");

    /// <summary>What somebody has written a method as: a lambda belongs to the method around it.</summary>
    private static string Words(string method)
    {
        string name = method.Split('(')[0].Split('.')[^1];
        return name.StartsWith('<') ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
    }

    private static bool IsMistake(CompiledMethod method) => method.Type.Split("+<")[0].Equals(typeof(Mistakes).FullName, StringComparison.Ordinal);

    /// <summary>One of each kind; never run.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "Only read.")]
    private sealed class Mistakes
    {
        public static Tensor ByConversion(Tensor tensor) => tensor.mul_(0.5);

        public static Tensor ByMethod(Tensor tensor) => tensor.mul_(0.5.ToScalar());

        public static Func<Tensor, Tensor> InALambda() => tensor => tensor.pow(0.5f);

        public static Tensor InTheOperator(Tensor tensor) => tensor + tensor;

        public static Tensor OfATensor(Tensor tensor) => tensor.lerp(tensor, 0.5);

        public static Tensor InTheGenerator() => random.get_rng_state();

        public static Module<Tensor, Tensor> InALayer() => BatchNorm2d(3);

        public static TorchSharp.Modules.SGD InAnOptimizer(IEnumerable<TorchSharp.Modules.Parameter> weights) => optim.SGD(weights, 0.1);

        public static Tensor OfAGenerator() => rand(1, generator: new Generator(1));
    }
}
