"""``valgplan explain``: what a station, money, persons or a vehicle is worth."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.parser import Commands, add_command
from planner.cli.progress import teller
from planner.cli.stopping import add_stop_file, stop_file
from planner.cli.values import positive, share
from planner.domain.errors import InputError, Problem

ORDER = 35
HELP = "Hva som er stramt, og hva et sted, mer penger, flere folk eller et kjøretøy til er verdt: planen løst på nytt."


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "explain", HELP, _explain)
    parser.add_argument("plan", type=Path, metavar="PLAN.json")
    parser.add_argument("--station", action="append", default=[], metavar="ID", help="et sted, med i planen eller ikke")
    parser.add_argument("--budget", type=positive, metavar="KR", help="så mange kroner mer")
    parser.add_argument("--persons", type=positive, metavar="N", help="så mange flere i bemanningspoolen")
    parser.add_argument("--vehicle", action="store_true", help="ett kjøretøy til")
    parser.add_argument("--keep", action="store_true", help="hva det koster å beholde det kunngjorte")
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="datasettmappa")
    parser.add_argument("--time-limit", type=positive, default=60.0, metavar="S", help="sekunder per svar (forvalg 60)")
    parser.add_argument("--gap", type=share, default=0.002, metavar="G", help="gap per svar (forvalg 0.002)")
    parser.add_argument("--out", type=Path, metavar="FIL.json", help="skriv også svarene hit, ett for ett")
    add_stop_file(parser)


def _explain(arguments: argparse.Namespace) -> int:
    from planner import services
    from planner.constraints.registry import uses
    from planner.explain import (
        Answer,
        Question,
        answer,
        answers_json,
        budget_question,
        crew_question,
        keep_question,
        sentence,
        station_questions,
        vehicle_question,
    )
    from planner.planfile import read_plan
    from planner.summary import use_text

    plan = read_plan(arguments.plan)
    problem = services.problem_of(plan, arguments.plan, data=arguments.data)
    plan = services.finished_plan(arguments.plan, data=arguments.data)
    questions: list[Question] = []
    troubles: list[Problem] = []
    for station in arguments.station:
        try:
            questions += station_questions(problem, plan, station)
        except InputError as error:
            troubles += error.problems
    if arguments.budget is not None:
        questions.append(budget_question(problem, arguments.budget))
    if arguments.persons is not None:
        questions.append(crew_question(problem, round(arguments.persons)))
    if arguments.vehicle:
        questions.append(vehicle_question(problem))
    if arguments.keep:
        questions.append(keep_question(problem))
    if troubles:
        raise InputError(troubles)
    goal = plan.objective
    if goal is not None:
        print(
            f"{goal.name}: {goal.value:.2f} {goal.unit}, nedre grense etter planfila {goal.lower_bound:.2f}".replace(
                ".", ","
            )
        )
    limits = {"gap": arguments.gap, "time_limit": arguments.time_limit, "seed": 0}
    say, stopped, answers = teller(quiet=False), stop_file(arguments), list[Answer]()
    for use in uses(plan, problem):
        print(f"{'Stramt' if use.tight else 'Rom'}: {use_text(use)}")
    for question in questions:
        say(f"{question.text} …")
        answers.append(answer(problem, plan, question, progress=say, cancel=stopped, **limits))
        print(sentence(answers[-1]), flush=True)
        if arguments.out is not None:
            services.write_files(arguments.out.parent, {arguments.out.name: answers_json(answers)})
    return 0
